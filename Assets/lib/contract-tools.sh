# Sourced by the scripts that work on Assets/contract/openapi.yaml: makes a Python environment for them, once.
. Assets/lib/python-tools.sh
contract_tools=$PWD/.build/venv
python_tools "$contract_tools" contract
