# Sourced by the scripts that check and measure the cloud part: fetches, once, AWS's tools besides what aws-tools.sh brings
# (everything from PyPI, nothing of it is committed). uv installs in seconds what takes pip half a minute each.
. Assets/aws-tools.sh
infrastructure_tools=$PWD/.build/infrastructure
infrastructure_requirements="uv==0.13.9 sam:aws-sam-cli==1.170.0 checkov:checkov==3.3.30 python:awslambdaric==4.2.2,boto3==1.43.106"
translator=aws-sam-translator==1.115.0
if [ "$(cat "$infrastructure_tools/installed" 2>/dev/null)" != "$infrastructure_requirements $translator" ]; then
    rm -rf "$infrastructure_tools"
    python3 -m venv "$infrastructure_tools/uv"
    "$infrastructure_tools/uv/bin/pip" install --quiet --disable-pip-version-check "${infrastructure_requirements%% *}"
    for environment in ${infrastructure_requirements#* }; do
        python3 -m venv --without-pip "$infrastructure_tools/${environment%%:*}"
        # shellcheck disable=SC2046  # one word for each package
        "$infrastructure_tools/uv/bin/uv" pip install --quiet --python "$infrastructure_tools/${environment%%:*}/bin/python" \
            $(tr ',' ' ' <<< "${environment#*:}")
    done
    # AWS's Runtime Interface Emulator is part of the SAM CLI.
    cp "$infrastructure_tools"/sam/lib/python3*/site-packages/samcli/local/rapid/aws-lambda-rie-x86_64 "$infrastructure_tools/rie"
    chmod +x "$infrastructure_tools/rie"
    echo "$infrastructure_requirements $translator" > "$infrastructure_tools/installed"
fi
# ministack deploys SAM templates when it finds the translator.
if ! "$aws_tools/venv/bin/python" -c 'import samtranslator' 2>/dev/null; then
    "$infrastructure_tools/uv/bin/uv" pip install --quiet --python "$aws_tools/venv/bin/python" "$translator"
fi
