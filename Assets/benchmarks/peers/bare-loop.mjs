// The least that a Lambda function on Node 20 has to do: ask for an event, answer it.
import http from 'node:http';

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const api = '/2018-06-01/runtime/invocation';

function ask(method, path, body) {
    return new Promise((resolve, reject) => {
        const request = http.request({ host, port, agent, method, path }, response => {
            const pieces = [];
            response.on('data', piece => pieces.push(piece));
            response.on('end', () => resolve({ response, body: Buffer.concat(pieces) }));
        });
        request.on('error', reject);
        request.end(body);
    });
}

for (;;) {
    const { response } = await ask('GET', `${api}/next`);
    const id = response.headers['lambda-runtime-aws-request-id'];
    const body = JSON.stringify({ status: 'OK', timestamp: new Date().toISOString() });
    const answer = { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
    await ask('POST', `${api}/${id}/response`, JSON.stringify(answer));
}
