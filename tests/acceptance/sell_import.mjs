// A catalogue that was imported is put on sale over the admin API, and bought from.
import assert from "node:assert/strict"
import { handle } from "./admin.mjs"
import { backOffice, main, storefront } from "./client.mjs"
import { offerShipping, openRegion, sellInEuroAndDollar, sendFrom } from "./fill_shop.mjs"
import { shop } from "./shopper.mjs"

async function only(list) {
  const [rows] = Object.values(await list).filter(Array.isArray)
  assert.equal(rows.length, 1)
  return rows[0]
}

await main(import.meta.url, async () => {
  const sdk = await backOffice()
  await sellInEuroAndDollar(sdk)
  const region = await openRegion(sdk)
  const channel = await only(sdk.admin.salesChannel.list())
  const profile = await only(sdk.admin.shippingProfile.list())
  const location = await sendFrom(sdk, await only(sdk.admin.stockLocation.list({ name: "Warehouse" })), channel)
  await offerShipping(sdk, { location, profile, region })
  const key = await only(sdk.admin.apiKey.list({ type: "publishable" }))
  const bought = await shop(storefront(key.token), { email: "hedy@example.com" })
  const handled = await handle(sdk, { orderId: bought.order, email: bought.email })
  return { bought, handled }
})
