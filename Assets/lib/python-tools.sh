# Sourced by the scripts that fetch tools from PyPI (nothing of these is committed): every package of them is named in
# Assets/lib/requirements by version and digest, and nothing else is installed.
# python_tools FOLDER NAME   makes a Python environment of Assets/lib/requirements/NAME.txt in FOLDER, once.
python_tools() {
    local folder=$1 lock=$PWD/Assets/lib/requirements/$2.txt
    cmp -s "$lock" "$folder/installed" && return
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check --require-hashes --requirement "$lock"
    cp "$lock" "$folder/installed"
}

# The same by uv, which takes seconds where pip takes half a minute.
python_tools_by_uv() {
    local folder=$1 lock=$PWD/Assets/lib/requirements/$2.txt uv=$PWD/.build/uv
    cmp -s "$lock" "$folder/installed" && return
    python_tools "$uv" uv
    rm -rf "$folder"
    python3 -m venv --without-pip "$folder"
    "$uv/bin/uv" pip install --quiet --require-hashes --python "$folder/bin/python" --requirement "$lock"
    cp "$lock" "$folder/installed"
}
