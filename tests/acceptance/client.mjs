// The official client as storefronts and back offices use it, and the few words the stories share.
import assert from "node:assert/strict"
import { pathToFileURL } from "node:url"
import Sdk from "@medusajs/js-sdk"

const { BASE_URL, PUBLISHABLE_KEY, ADMIN_EMAIL, ADMIN_PASSWORD } = process.env

export const storefront = (publishableKey = PUBLISHABLE_KEY) => new Sdk({ baseUrl: BASE_URL, publishableKey })

export async function backOffice() {
  const sdk = new Sdk({ baseUrl: BASE_URL, auth: { type: "jwt", jwtTokenStorageMethod: "memory" } })
  await refused(401, () => sdk.auth.login("user", "emailpass", { email: ADMIN_EMAIL, password: "not the password" }))
  await sdk.auth.login("user", "emailpass", { email: ADMIN_EMAIL, password: ADMIN_PASSWORD })
  const { user } = await sdk.admin.user.me()
  assert.equal(user.email, ADMIN_EMAIL)
  return sdk
}

// JSON numbers are binary floats here: a sum of ours may differ from the server's exact one in the sixteenth digit.
export const money = (amount) => Math.round(amount * 1e6) / 1e6
export const sum = (list, of) => money(list.reduce((total, each) => total + of(each), 0))
export const by = (key) => (a, b) => (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : 0)

export async function refused(status, call) {
  const error = await call().then(() => assert.fail("was not refused"), (reason) => reason)
  assert.equal(error.status, status, error.message)
  assert.ok(error.message.length > 0, "a refusal says why")
  return error.message
}

// Run as a script (not imported): tell the test what was seen, as JSON.
export async function main(url, story) {
  if (url === pathToFileURL(process.argv[1]).href) console.log(JSON.stringify(await story()))
}
