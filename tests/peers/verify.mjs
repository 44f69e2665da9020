// Verifies credentials with @digitalbazaar/vc. Standard input: one JSON object a line, {"id", "credential"}.
// Argument: a JSON file {"contexts": {url: document}, "dids": {did: document}}. Nothing is fetched.
// Standard output: one JSON object a line, {"id", "verified", "error"}.
import {createInterface} from 'node:readline';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const require = createRequire(pathToFileURL(process.argv[3] + '/package.json'));
const load = async name => import(pathToFileURL(require.resolve(name)));
const {DataIntegrityProof} = await load('@digitalbazaar/data-integrity');
const {cryptosuite} = await load('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const vc = await load('@digitalbazaar/vc');

const world = JSON.parse(readFileSync(process.argv[2], 'utf8'));

async function documentLoader(url) {
  if(world.contexts[url]) {
    return {contextUrl: null, documentUrl: url, document: world.contexts[url]};
  }
  const did = url.split('#')[0];
  const controller = world.dids[did];
  if(!controller) {
    throw new Error(`nothing is fetched: ${url}`);
  }
  if(url === did) {
    return {contextUrl: null, documentUrl: url, document: controller};
  }
  const method = controller.verificationMethod.find(candidate => candidate.id === url);
  const context = 'https://w3id.org/security/multikey/v1';
  return {contextUrl: null, documentUrl: url, document: {'@context': context, ...method}};
}

for await (const line of createInterface({input: process.stdin})) {
  const {id, credential} = JSON.parse(line);
  const result = await vc.verifyCredential({
    credential,
    suite: new DataIntegrityProof({cryptosuite}),
    documentLoader,
    checkStatus: async () => ({verified: true}),
  });
  const error = result.error && [result.error.message, ...(result.error.errors || []).map(e => e.message)].join('; ');
  process.stdout.write(JSON.stringify({id, verified: result.verified, error}) + '\n');
}
