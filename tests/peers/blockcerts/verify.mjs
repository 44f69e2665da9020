// Verifies credentials with @blockcerts/cert-verifier-js. Standard input: one JSON object a line, {"id", "credential"}.
// Arguments: a JSON file {"documents": {url: document}, "node": url}, and the folder it is installed in. The web is the documents;
// the one thing that is really asked is the node of the test's own blockchain.
// Standard output: one JSON object a line, {"id", "status", "passed", "error"}.
import {createInterface} from 'node:readline';
import {readFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';

const world = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const realFetch = globalThis.fetch;
console.log = console.warn = console.error = () => {};
globalThis.fetch = async url => {
  const document = world.documents[String(url)];
  const headers = {'content-type': 'application/ld+json'};
  return document ? new Response(JSON.stringify(document), {headers}) : new Response('nothing is fetched', {status: 404});
};

async function ask(method, ...params) {
  const body = JSON.stringify({jsonrpc: '2.0', id: 1, method, params});
  const answer = await realFetch(world.node, {method: 'POST', headers: {'content-type': 'application/json'}, body});
  return (await answer.json()).result;
}

async function parsingFunction({transactionId}) {
  const found = await ask('eth_getTransactionByHash', transactionId);
  const block = await ask('eth_getBlockByNumber', found.blockNumber, false);
  const time = new Date(parseInt(block.timestamp, 16) * 1000);
  return {remoteHash: found.input.slice(2), issuingAddress: found.from, time, revokedAddresses: []};
}

const folder = process.argv[3] + '/node_modules/@blockcerts/cert-verifier-js/dist/verifier-node/index.js';
const {Certificate} = await import(pathToFileURL(folder));
const explorerAPIs = [{apiType: 'rpc', serviceURL: 'https://node.example/', priority: 0, parsingFunction}];

for await (const line of createInterface({input: process.stdin})) {
  const {id, credential} = JSON.parse(line);
  const passed = [];
  let said = {};
  try {
    const certificate = new Certificate(credential, {explorerAPIs});
    await certificate.init();
    said = await certificate.verify(step => step.status === 'success' && passed.push(step.code));
  } catch(e) {
    said = {status: 'error', message: String(e)};
  }
  process.stdout.write(JSON.stringify({id, status: said.status, passed, error: JSON.stringify(said.message)}) + '\n');
}
