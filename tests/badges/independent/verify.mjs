// Checks a folder made by `python -m tests.badges.independent.write FOLDER`: credential.json, credential.jwt, issuer.json,
// keys.json, and documents/*.json and tokens/*.jwt, which are tampered with. No network: the issuer's document is handed in.
import { readFileSync, readdirSync } from 'node:fs'
import * as vc from '@digitalcredentials/vc'
import { DataIntegrityProof } from '@digitalcredentials/data-integrity'
import { cryptosuite } from '@digitalcredentials/eddsa-rdfc-2022-cryptosuite'
import { securityLoader } from '@digitalcredentials/security-document-loader'
import { createLocalJWKSet, compactVerify } from 'jose'

const folder = process.argv[2]
const text = (name) => readFileSync(`${folder}/${name}`, 'utf8')
const issuer = JSON.parse(text('issuer.json'))
const keys = createLocalJWKSet(JSON.parse(text('keys.json')))

const loader = securityLoader()
loader.addStatic(issuer.id, issuer)
for (const method of issuer.verificationMethod) {
  loader.addStatic(method.id, { '@context': 'https://w3id.org/security/multikey/v1', ...method })
}
const shipped = loader.build()
const documentLoader = async (url) => {
  if (/^https?:/.test(url)) { // the library's own loader would fetch
    try { return await shipped(url) } catch { throw new Error(`not fetched: ${url}`) }
  }
  return shipped(url)
}
globalThis.fetch = async (url) => { throw new Error(`not fetched: ${url}`) }

async function document (credential) {
  const suite = new DataIntegrityProof({ cryptosuite })
  // Revocation is looked at apart: here it is about the signature.
  const result = await vc.verifyCredential({ credential, suite, documentLoader, checkStatus: async () => ({ verified: true }) })
  if (!result.verified) throw result.error
  if (credential.issuer.id !== issuer.id) throw new Error('another issuer')
}

async function token (jwt) {
  const { payload, protectedHeader } = await compactVerify(jwt, keys, { algorithms: ['RS256'] })
  const credential = JSON.parse(new TextDecoder().decode(payload))
  if (credential.iss !== issuer.id || credential.issuer.id !== issuer.id) throw new Error('another issuer')
  if (protectedHeader.jwk) throw new Error('a key of its own')
}

const why = (error) => String(error?.errors?.[0]?.message ?? error?.message ?? error).split('\n')[0].slice(0, 90)
let wrong = 0
async function expect (name, accepted, check) {
  let said = 'accepted'
  try { await check() } catch (error) { said = `refused: ${why(error)}` }
  const right = said === 'accepted' === accepted
  if (!right) wrong++
  console.log(`${right ? 'ok   ' : 'WRONG'} ${name}: ${said}`)
}

await expect('credential.json', true, () => document(JSON.parse(text('credential.json'))))
await expect('credential.jwt', true, () => token(text('credential.jwt')))
for (const name of readdirSync(`${folder}/documents`)) {
  await expect(`documents/${name}`, false, () => document(JSON.parse(text(`documents/${name}`))))
}
for (const name of readdirSync(`${folder}/tokens`)) {
  await expect(`tokens/${name}`, false, () => token(text(`tokens/${name}`)))
}
console.log(wrong ? `${wrong} WRONG` : 'all as it should be')
process.exit(wrong ? 1 : 0)
