// Other people's libraries, asked from Python. Standard input: one JSON object a line, {"id", "do", …}; standard output: {"id",
// "answer"} or {"id", "error"}. Argument 1: a JSON file of contexts; argument 2: the folder where npm installed. Nothing is fetched.
import {createHash, randomBytes} from 'node:crypto';
import {createInterface} from 'node:readline';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {readFileSync} from 'node:fs';

const folder = process.argv[3];
const require = createRequire(pathToFileURL(join(folder, 'package.json')));
const load = async name => import(pathToFileURL(require.resolve(name)));
const contexts = JSON.parse(readFileSync(process.argv[2], 'utf8'));

// some of these libraries would fetch schemas, and talk about it where the answers go
globalThis.fetch = async url => {
  throw new Error(`nothing is fetched: ${url}`);
};
console.log = console.info = console.warn = console.error = () => {};

// ---- @digitalbazaar/vc and its suites

const SUITES = {
  'eddsa-rdfc-2022': async () => (await load('@digitalbazaar/eddsa-rdfc-2022-cryptosuite')).cryptosuite,
  'ecdsa-rdfc-2019': async () => (await load('@digitalbazaar/ecdsa-rdfc-2019-cryptosuite')).cryptosuite,
};
const PAIRS = {
  'eddsa-jcs-2022': '@digitalbazaar/eddsa-jcs-2022-cryptosuite',
  'ecdsa-jcs-2019': '@digitalbazaar/ecdsa-jcs-2019-cryptosuite',
  'ecdsa-sd-2023': '@digitalbazaar/ecdsa-sd-2023-cryptosuite',
};

function loader(dids) {
  return async url => {
    const did = url.split('#')[0];
    let document = contexts[url];
    if(!document && dids[did]) {
      const found = url === did ? dids[did] : dids[did].verificationMethod.find(method => method.id === url);
      document = url === did ? found : {'@context': 'https://w3id.org/security/multikey/v1', ...found};
    }
    if(!document) {
      throw new Error(`nothing is fetched: ${url}`);
    }
    return {contextUrl: null, documentUrl: url, document};
  };
}

async function signerOf(key) {
  const keys = await load(key.algorithm === 'Ed25519' ? '@digitalbazaar/ed25519-multikey' : '@digitalbazaar/ecdsa-multikey');
  const make = keys.from;
  const pair = await make({type: 'Multikey', ...key.pair});
  const signer = pair.signer();
  return {...signer, id: key.pair.id};
}

async function checkingSuites() {
  const {DataIntegrityProof} = await load('@digitalbazaar/data-integrity');
  const found = [];
  for(const make of Object.values(SUITES)) {
    found.push(new DataIntegrityProof({cryptosuite: await make()}));
  }
  for(const name of Object.values(PAIRS)) {
    found.push(new DataIntegrityProof({cryptosuite: (await load(name)).createVerifyCryptosuite()}));
  }
  return found;
}

async function signingSuite({suite, key, created, mandatory}) {
  const {DataIntegrityProof} = await load('@digitalbazaar/data-integrity');
  const module = PAIRS[suite] && await load(PAIRS[suite]);
  const cryptosuite = module ? module.createSignCryptosuite({mandatoryPointers: mandatory}) : await SUITES[suite]();
  return new DataIntegrityProof({signer: await signerOf(key), date: created, cryptosuite});
}

function said(result) {
  const errors = result.error ? [result.error.message, ...(result.error.errors || []).map(each => each.message)] : [];
  return {verified: result.verified, error: errors.join('; ')};
}

// ---- SD-JWT VC

async function sdJwt({key, holder}) {
  const {SDJwtVcInstance} = await load('@sd-jwt/sd-jwt-vc');
  const jose = await load('jose');
  const bytes = text => new TextEncoder().encode(text);
  const signing = async jwk => {
    const secret = await jose.importJWK(jwk, jwk.crv === 'P-256' ? 'ES256' : 'EdDSA');
    const hash = jwk.crv === 'P-256' ? {name: 'ECDSA', hash: 'SHA-256'} : 'Ed25519';
    return async text => jose.base64url.encode(new Uint8Array(await crypto.subtle.sign(hash, secret, bytes(text))));
  };
  const checking = async jwk => {
    const open = await jose.importJWK(jwk, jwk.crv === 'P-256' ? 'ES256' : 'EdDSA');
    const hash = jwk.crv === 'P-256' ? {name: 'ECDSA', hash: 'SHA-256'} : 'Ed25519';
    return async (text, signature) => crypto.subtle.verify(hash, open, jose.base64url.decode(signature), bytes(text));
  };
  return new SDJwtVcInstance({
    signer: key.d && await signing(key),
    verifier: await checking(open(key)),
    signAlg: key.crv === 'P-256' ? 'ES256' : 'EdDSA',
    kbSigner: holder?.d && await signing(holder),
    kbVerifier: holder && await checking(open(holder)),
    kbSignAlg: holder && (holder.crv === 'P-256' ? 'ES256' : 'EdDSA'),
    hasher: (text, algorithm) => new Uint8Array(createHash(algorithm.replace('-', '')).update(text).digest()),
    hashAlg: 'sha-256',
    saltGenerator: length => randomBytes(length).toString('base64url'),
  });
}

const open = ({d, ...jwk}) => jwk;

// ---- what can be asked

const ASKED = {
  async verify({credential, dids, now}) {
    const vc = await load('@digitalbazaar/vc');
    return said(await vc.verifyCredential({credential, now, suite: await checkingSuites(), documentLoader: loader(dids),
      checkStatus: async () => ({verified: true})}));
  },
  async issue({credential, dids, now, ...how}) {
    const vc = await load('@digitalbazaar/vc');
    return vc.issue({credential, now, suite: await signingSuite(how), documentLoader: loader(dids)});
  },
  async derive({credential, dids, pointers}) {
    const vc = await load('@digitalbazaar/vc');
    const {DataIntegrityProof} = await load('@digitalbazaar/data-integrity');
    const {createDiscloseCryptosuite} = await load(PAIRS['ecdsa-sd-2023']);
    const suite = new DataIntegrityProof({cryptosuite: createDiscloseCryptosuite({selectivePointers: pointers})});
    return vc.derive({verifiableCredential: credential, suite, documentLoader: loader(dids)});
  },
  async present({credentials, dids, challenge, domain, ...how}) {
    const vc = await load('@digitalbazaar/vc');
    const holder = how.key.pair.controller;
    const presentation = vc.createPresentation({verifiableCredential: credentials, holder, verify: false});
    return vc.signPresentation({presentation, suite: await signingSuite(how), challenge, domain, documentLoader: loader(dids)});
  },
  async verifyPresentation({presentation, dids, challenge, domain, now}) {
    const vc = await load('@digitalbazaar/vc');
    return said(await vc.verify({presentation, challenge, domain, now, suite: await checkingSuites(),
      documentLoader: loader(dids), checkStatus: async () => ({verified: true})}));
  },
  async addProof({document, dids, ...how}) {
    const jsigs = (await load('jsonld-signatures')).default;
    return jsigs.sign(document, {suite: await signingSuite(how), purpose: new jsigs.purposes.AssertionProofPurpose(),
      documentLoader: loader(dids)});
  },
  async signOlder({document, dids, key, created}) {
    const {Ed25519Signature2020} = await load('@digitalcredentials/ed25519-signature-2020');
    const {Ed25519VerificationKey2020} = await load('@digitalcredentials/ed25519-verification-key-2020');
    const jsigs = (await load('@digitalcredentials/jsonld-signatures')).default;
    const {id, controller, publicKeyMultibase, secretKeyMultibase} = key.pair;
    const pair = await Ed25519VerificationKey2020.from({id, controller, publicKeyMultibase, privateKeyMultibase: secretKeyMultibase});
    return jsigs.sign(document, {suite: new Ed25519Signature2020({key: pair, date: created}),
      purpose: new jsigs.purposes.AssertionProofPurpose(), documentLoader: loader(dids)});
  },
  async verifierCore({credential}) {
    const {verifyCredential} = await load('@digitalcredentials/verifier-core');
    const {errors, log} = await verifyCredential({credential, knownDIDRegistries: []});
    return {errors: (errors || []).map(({name, message}) => `${name}: ${message}`),
      valid: Object.fromEntries((log || []).map(({id, valid}) => [id, valid]))};
  },
  async readList({encodedList, indexes}) {
    const {decodeList} = await load('@digitalbazaar/vc-bitstring-status-list');
    const list = await decodeList({encodedList});
    return {length: list.length, set: indexes.map(index => list.getStatus(index))};
  },
  async writeList({length, indexes}) {
    const {createList} = await load('@digitalbazaar/vc-bitstring-status-list');
    const list = await createList({length});
    indexes.forEach(index => list.setStatus(index, true));
    return list.encode();
  },
  async checkStatus({credential, list, dids, now}) {
    const {checkStatus} = await load('@digitalbazaar/vc-bitstring-status-list');
    const documentLoader = async url => url === list.id ? {contextUrl: null, documentUrl: url, document: list} : loader(dids)(url);
    const suite = await checkingSuites();
    const {verified, results, error} = await checkStatus({credential, suite, documentLoader, verifyBitstringStatusListCredential: true, now});
    return {verified, set: results?.map(each => each.status), error: error?.message || ''};
  },
  async signToken({payload, header, jwk}) {
    const jose = await load('jose');
    const key = await jose.importJWK(jwk, header.alg);
    return new jose.CompactSign(new TextEncoder().encode(JSON.stringify(payload))).setProtectedHeader(header).sign(key);
  },
  async checkToken({token, jwk, algorithms}) {
    const jose = await load('jose');
    const key = await jose.importJWK(jwk, algorithms[0]);
    const {payload, protectedHeader} = await jose.compactVerify(token, key, {algorithms});
    return {payload: JSON.parse(new TextDecoder().decode(payload)), header: protectedHeader};
  },
  async sdIssue({claims, hidden, key, header}) {
    return (await sdJwt({key})).issue(claims, {_sd: hidden}, {header});
  },
  async sdPresent({credential, shown, key, holder, nonce, audience, now}) {
    const payload = {iat: now, aud: audience, nonce};
    return (await sdJwt({key, holder})).present(credential, shown, holder && {kb: {payload}});
  },
  async sdVerify({credential, key, holder, nonce, now}) {
    const {payload, kb} = await (await sdJwt({key, holder})).verify(credential,
      {currentDate: now, ...(nonce ? {keyBindingNonce: nonce} : {})});
    return {payload, binding: kb?.payload || null};
  },
};

for await (const line of createInterface({input: process.stdin})) {
  const {id, do: name, ...asked} = JSON.parse(line);
  let said;
  try {
    said = {id, answer: await ASKED[name](asked)};
  } catch(error) {
    said = {id, error: `${error.name}: ${error.message}`, stack: error.stack};
  }
  process.stdout.write(JSON.stringify(said) + '\n');
}
