// Issues and verifies with @digitalbazaar/vc, as often as asked, and says when it is done.
// Arguments: a JSON file {"contexts", "dids", "key", "samples", "signed"}, and the folder where the packages are. Nothing is fetched.
// Standard input: one JSON object a line, {"job": "issue" | "verify", "sample", "count"}. Output: {"pid"}, then
// {"done": count, "seconds"} for each.
import {createInterface} from 'node:readline';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const require = createRequire(pathToFileURL(process.argv[3] + '/package.json'));
const load = async name => import(pathToFileURL(require.resolve(name)));
const {DataIntegrityProof} = await load('@digitalbazaar/data-integrity');
const {cryptosuite} = await load('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const Ed25519Multikey = await load('@digitalbazaar/ed25519-multikey');
const vc = await load('@digitalbazaar/vc');

const world = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const keyPair = await Ed25519Multikey.from(world.key);

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

const jobs = {
  async issue(sample, number) {
    const credentials = world.samples[sample];
    const suite = new DataIntegrityProof({signer: keyPair.signer(), cryptosuite, date: '2026-11-23T09:00:00Z'});
    const credential = structuredClone(credentials[number % credentials.length]);
    await vc.issue({credential, suite, documentLoader});
  },
  async verify(sample, number) {
    const texts = world.signed[sample];
    const suite = new DataIntegrityProof({cryptosuite});
    const credential = JSON.parse(texts[number % texts.length]);
    const checkStatus = async () => ({verified: true});
    const result = await vc.verifyCredential({credential, suite, documentLoader, checkStatus, now: new Date('2026-11-24T09:00:00Z')});
    if(!result.verified) {
      throw result.error;
    }
  },
};

process.stdout.write(JSON.stringify({pid: process.pid}) + '\n');
for await (const line of createInterface({input: process.stdin})) {
  const {job, sample, count} = JSON.parse(line);
  const began = process.hrtime.bigint();
  for(let number = 0; number < count; number++) {
    await jobs[job](sample, number);
  }
  process.stdout.write(JSON.stringify({done: count, seconds: Number(process.hrtime.bigint() - began) / 1e9}) + '\n');
}
