// An empty shop is filled over the admin API alone, and then bought from.
import assert from "node:assert/strict"
import { handle } from "./admin.mjs"
import { backOffice, by, main, storefront } from "./client.mjs"
import { shop } from "./shopper.mjs"
import { keepFiles } from "./uploads.mjs"

export async function openShop(sdk) {
  await sellInEuroAndDollar(sdk)
  const { sales_channel: channel } = await sdk.admin.salesChannel.create({ name: "Web", description: "The web shop" })
  const region = await openRegion(sdk)
  const location = await openWarehouse(sdk, channel)
  const { shipping_profile: profile } = await sdk.admin.shippingProfile.create({ name: "Parcels", type: "default" })
  await offerShipping(sdk, { location, profile, region })
  const token = await openDoor(sdk, channel)
  return { channel, region, location, profile, token }
}

export async function sellInEuroAndDollar(sdk) {
  const { stores } = await sdk.admin.store.list()
  assert.equal(stores.length, 1)
  const { store } = await sdk.admin.store.update(stores[0].id, {
    name: "Filled from outside",
    supported_currencies: [{ currency_code: "eur", is_default: true }, { currency_code: "usd" }],
  })
  assert.equal(store.name, "Filled from outside")
  assert.deepEqual(store.supported_currencies.map((each) => each.currency_code).sort(), ["eur", "usd"])
}

export async function openRegion(sdk) {
  const { region } = await sdk.admin.region.create({
    name: "France",
    currency_code: "eur",
    countries: ["fr"],
    payment_providers: ["pp_system_default"],
    automatic_taxes: true,
  })
  assert.deepEqual(region.countries.map(({ iso_2 }) => iso_2), ["fr"])
  const { tax_region: tax } = await sdk.admin.taxRegion.create({
    country_code: "fr",
    provider_id: "tp_system",
    default_tax_rate: { name: "TVA", code: "tva", rate: 20 },
  })
  assert.deepEqual([tax.country_code, tax.tax_rates[0].rate, tax.tax_rates[0].is_default], ["fr", 20, true])
  return region
}

async function openWarehouse(sdk, channel) {
  const address = { address_1: "1 quai du Port", city: "Marseille", country_code: "fr", postal_code: "13002" }
  const { stock_location: location } = await sdk.admin.stockLocation.create({ name: "Marseille", address })
  const whole = await sendFrom(sdk, location, channel)
  assert.equal(whole.address.city, "Marseille")
  return whole
}

export async function sendFrom(sdk, { id, name }, channel) {
  await sdk.admin.stockLocation.updateSalesChannels(id, { add: [channel.id] })
  await sdk.admin.stockLocation.updateFulfillmentProviders(id, { add: ["manual_manual"] })
  await sdk.admin.stockLocation.createFulfillmentSet(id, { name: `Parcels from ${name}`, type: "shipping" })
  const { stock_location: whole } = await sdk.admin.stockLocation.retrieve(id, { fields: "*fulfillment_sets,*sales_channels,*address" })
  assert.deepEqual([whole.sales_channels.map((each) => each.id), whole.fulfillment_sets.length], [[channel.id], 1])
  return whole
}

export async function offerShipping(sdk, { location, profile, region }) {
  const { fulfillment_set: set } = await sdk.admin.fulfillmentSet.createServiceZone(
    location.fulfillment_sets[0].id,
    { name: "France", geo_zones: [{ type: "country", country_code: "fr" }] },
    { fields: "*service_zones,*service_zones.geo_zones" },
  )
  const [zone] = set.service_zones
  assert.equal(zone.geo_zones[0].country_code, "fr")
  const { shipping_option: option } = await sdk.admin.shippingOption.create({
    name: "Post",
    service_zone_id: zone.id,
    shipping_profile_id: profile.id,
    provider_id: "manual_manual",
    price_type: "flat",
    type: { label: "Standard", description: "In three days", code: "standard" },
    prices: [{ currency_code: "eur", amount: 7.5 }, { region_id: region.id, amount: 5 }],
    rules: [
      { attribute: "enabled_in_store", operator: "eq", value: "true" },
      { attribute: "is_return", operator: "eq", value: "false" },
    ],
  })
  assert.deepEqual([option.name, option.price_type, option.service_zone_id], ["Post", "flat", zone.id])
}

async function openDoor(sdk, channel) {
  const { api_key: key } = await sdk.admin.apiKey.create({ title: "Web shop", type: "publishable" })
  assert.match(key.token, /^pk_/)
  await sdk.admin.apiKey.batchSalesChannels(key.id, { add: [channel.id] })
  return key.token
}

async function addTeapot(sdk, { channel, profile }) {
  const picture = await keepFiles(sdk)
  const { product_category: category } = await sdk.admin.productCategory.create({ name: "Tea", is_active: true })
  const variant = (colour, amount) => ({
    title: colour,
    sku: `TEAPOT-${colour.toUpperCase()}`,
    manage_inventory: true,
    options: { Colour: colour },
    prices: [{ currency_code: "eur", amount }, { currency_code: "usd", amount: amount + 2 }],
  })
  const { product } = await sdk.admin.product.create(
    {
      title: "Teapot",
      handle: "teapot",
      description: "Holds a litre.",
      status: "published",
      shipping_profile_id: profile.id,
      categories: [{ id: category.id }],
      images: [{ url: picture }],
      thumbnail: picture,
      options: [{ title: "Colour", values: ["Blue", "Red"] }],
      variants: [variant("Blue", 12.5), variant("Red", 20)],
      sales_channels: [{ id: channel.id }],
    },
    { fields: "*variants,*variants.prices,*variants.inventory_items,*options.values,*categories,*sales_channels" },
  )
  assert.deepEqual(product.variants.map(({ sku }) => sku).sort(), ["TEAPOT-BLUE", "TEAPOT-RED"])
  assert.deepEqual([product.categories[0].name, product.sales_channels[0].id], ["Tea", channel.id])
  for (const each of product.variants) assert.equal(each.prices.length, 2)
  return product
}

async function stock(sdk, { location }) {
  const { inventory_items: items } = await sdk.admin.inventoryItem.list({ sku: ["TEAPOT-BLUE", "TEAPOT-RED"] })
  const [blue, red] = items.sort(by("sku"))
  await sdk.admin.inventoryItem.batchUpdateLevels(blue.id, { create: [{ location_id: location.id, stocked_quantity: 10 }] })
  await sdk.admin.inventoryItem.batchInventoryItemsLocationLevels({
    create: [{ inventory_item_id: red.id, location_id: location.id, stocked_quantity: 8 }],
    update: [],
    delete: [],
  })
  for (const [item, pieces] of [[blue, 10], [red, 8]]) {
    const { inventory_levels: levels } = await sdk.admin.inventoryItem.listLevels(item.id)
    assert.deepEqual(levels.map((level) => [level.stocked_quantity, level.reserved_quantity]), [[pieces, 0]])
  }
}

await main(import.meta.url, async () => {
  const sdk = await backOffice()
  const filled = await openShop(sdk)
  await addTeapot(sdk, filled)
  await stock(sdk, filled)
  const bought = await shop(storefront(filled.token), { email: "grace@example.com" })
  const handled = await handle(sdk, { orderId: bought.order, email: bought.email })
  return { token: filled.token, bought, handled }
})
