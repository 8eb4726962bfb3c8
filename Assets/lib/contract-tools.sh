# Sourced by the scripts that work on Assets/contract/openapi.yaml: makes a Python environment for them, once.
contract_tools=$PWD/.build/venv
contract_requirements="schemathesis PyYAML"
if [ "$(cat "$contract_tools/installed" 2>/dev/null)" != "$contract_requirements" ]; then
    python3 -m venv "$contract_tools"
    # shellcheck disable=SC2086  # one word for each package
    "$contract_tools/bin/pip" install --quiet --disable-pip-version-check $contract_requirements
    echo "$contract_requirements" > "$contract_tools/installed"
fi
