# Sourced by the scripts that check and measure the cloud part: fetches, once, AWS's tools besides what aws-tools.sh brings
# (everything from PyPI, nothing of it is committed). uv installs in seconds what takes pip half a minute each.
. Assets/lib/aws-tools.sh
infrastructure_tools=$PWD/.build/infrastructure
infrastructure_requirements="uv==0.13.9 sam:aws-sam-cli==1.170.0 checkov:checkov==3.3.30 python:awslambdaric==4.2.2,boto3==1.43.106"
# With these ministack deploys SAM templates and verifies tokens.
ministack_extras="aws-sam-translator==1.115.0 cryptography==48.0.0"
if [ "$(cat "$infrastructure_tools/installed" 2>/dev/null)" != "$infrastructure_requirements $ministack_extras" ]; then
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
    echo "$infrastructure_requirements $ministack_extras" > "$infrastructure_tools/installed"
fi
if ! "$aws_tools/venv/bin/python" -c 'import cryptography, samtranslator' 2>/dev/null; then
    # shellcheck disable=SC2086  # one word for each package
    "$infrastructure_tools/uv/bin/uv" pip install --quiet --python "$aws_tools/venv/bin/python" $ministack_extras
fi
