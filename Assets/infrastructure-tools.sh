# Sourced by the scripts that check and try the infrastructure: fetches, once, AWS's tools and an AWS without AWS (all of it
# from PyPI, none of it is committed). uv installs in seconds what takes pip half a minute each.
infrastructure_tools=$PWD/.build/infrastructure
infrastructure_requirements="uv==0.13.9 sam:aws-sam-cli==1.170.0 checkov:checkov==3.3.30 ministack:ministack==1.5.33,aws-sam-translator==1.115.0"
if [ "$(cat "$infrastructure_tools/installed" 2>/dev/null)" != "$infrastructure_requirements" ]; then
    rm -rf "$infrastructure_tools"
    python3 -m venv "$infrastructure_tools/uv"
    "$infrastructure_tools/uv/bin/pip" install --quiet --disable-pip-version-check "${infrastructure_requirements%% *}"
    for environment in ${infrastructure_requirements#* }; do
        python3 -m venv --without-pip "$infrastructure_tools/${environment%%:*}"
        # shellcheck disable=SC2046  # one word for each package
        "$infrastructure_tools/uv/bin/uv" pip install --quiet --python "$infrastructure_tools/${environment%%:*}/bin/python" \
            $(tr ',' ' ' <<< "${environment#*:}")
    done
    echo "$infrastructure_requirements" > "$infrastructure_tools/installed"
fi
