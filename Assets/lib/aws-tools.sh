# Sourced by the scripts that test the AWS part: fetches, once, what it is tested against: ministack, with what it deploys SAM
# templates and verifies tokens with; botocore with the official vectors of Signature V4, and requests that botocore has signed.
. Assets/lib/python-tools.sh
aws_tools=$PWD/.build/aws
python_tools "$aws_tools/venv" aws
aws_made_from=$(cat Assets/lib/sign-requests Assets/lib/requirements/aws.txt | cksum)
if [ "$(cat "$aws_tools/installed" 2>/dev/null)" != "$aws_made_from" ]; then
    # The vectors are in the source distribution only, which the lock names, too.
    sed -n '/^botocore==/,/[^\\]$/p' Assets/lib/requirements/aws.txt > "$aws_tools/botocore.txt"
    "$aws_tools/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --no-binary botocore --require-hashes \
        --dest "$aws_tools" --requirement "$aws_tools/botocore.txt"
    tar -xzf "$aws_tools"/botocore-*.tar.gz -C "$aws_tools" --strip-components=4 --wildcards '*/tests/unit/auth/aws4_testsuite'
    rm "$aws_tools"/botocore-*.tar.gz
    "$aws_tools/venv/bin/python" Assets/lib/sign-requests > "$aws_tools/signed-requests.jsonl"
    echo "$aws_made_from" > "$aws_tools/installed"
fi
