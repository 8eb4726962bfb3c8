# Sourced by the scripts that check and measure the cloud part: fetches, once, AWS's tools besides what aws-tools.sh brings.
. Assets/lib/aws-tools.sh
infrastructure_tools=$PWD/.build/infrastructure
for environment in sam checkov python; do python_tools_by_uv "$infrastructure_tools/$environment" "$environment"; done
# AWS's Runtime Interface Emulator is part of the SAM CLI.
chmod +x "$infrastructure_tools"/sam/lib/python3*/site-packages/samcli/local/rapid/aws-lambda-rie-x86_64
ln -sf "$infrastructure_tools"/sam/lib/python3*/site-packages/samcli/local/rapid/aws-lambda-rie-x86_64 "$infrastructure_tools/rie"
