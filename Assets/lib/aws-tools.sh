# Sourced by the scripts that test the AWS part: fetches, once, what it is tested against (everything from PyPI, nothing of
# it is committed): ministack, botocore with the official vectors of Signature V4, and requests that botocore has signed.
aws_tools=$PWD/.build/aws
aws_requirements="ministack==1.5.33 botocore==1.43.106"
if [ "$(cat "$aws_tools/installed" 2>/dev/null)" != "$aws_requirements $(cksum < Assets/lib/sign-requests)" ]; then
    rm -rf "$aws_tools"
    python3 -m venv "$aws_tools/venv"
    # shellcheck disable=SC2086  # one word for each package
    "$aws_tools/venv/bin/pip" install --quiet --disable-pip-version-check $aws_requirements
    # The vectors are in the source distribution only.
    "$aws_tools/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --no-binary botocore \
        --dest "$aws_tools" "${aws_requirements##* }"
    tar -xzf "$aws_tools"/botocore-*.tar.gz -C "$aws_tools" --strip-components=4 --wildcards '*/tests/unit/auth/aws4_testsuite'
    rm "$aws_tools"/botocore-*.tar.gz
    "$aws_tools/venv/bin/python" Assets/lib/sign-requests > "$aws_tools/signed-requests.jsonl"
    echo "$aws_requirements $(cksum < Assets/lib/sign-requests)" > "$aws_tools/installed"
fi
