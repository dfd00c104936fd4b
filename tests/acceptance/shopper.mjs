// A shopper: from the list of regions to the order, with nothing but a publishable key.
import assert from "node:assert/strict"
import { by, main, money, refused, storefront, sum } from "./client.mjs"

const LIST = "*variants.calculated_price,+variants.inventory_quantity,*categories"
const HOME = { first_name: "Ada", last_name: "Lovelace", address_1: "12 St James's Square", postal_code: "75001", phone: "+33 1 23 45 67 89" }

export async function shop(sdk, { currency = "eur", email = "ada@example.com" } = {}) {
  const region = await chooseRegion(sdk, currency)
  const catalogue = await browse(sdk, region)
  const [first, second] = chooseTwo(catalogue.products)
  await open(sdk, region, first)
  const cart = await fillCart(sdk, region, first, second)
  await tellWhere(sdk, cart, region, email)
  const shipping = await chooseShipping(sdk, cart)
  const total = await pay(sdk, cart, region)
  const order = await buy(sdk, cart, total, email)
  return {
    region: region.id,
    currency: order.currency_code,
    products: catalogue.count,
    cart: cart.id,
    order: order.id,
    email,
    total: order.total,
    item_total: order.item_total,
    shipping_total: order.shipping_total,
    tax_total: order.tax_total,
    shipping_option: shipping.name,
    lines: order.items.map((item) => ({ id: item.id, sku: item.variant_sku, quantity: item.quantity, unit_price: item.unit_price })),
  }
}

async function chooseRegion(sdk, currency) {
  const { regions, count } = await sdk.store.region.list()
  assert.equal(regions.length, count)
  const region = regions.find((each) => each.currency_code === currency)
  assert.ok(region, `a region that sells in ${currency}`)
  assert.ok(region.countries.length > 0)
  return region
}

async function browse(sdk, region) {
  const page = await sdk.store.product.list({ limit: 20, region_id: region.id, fields: LIST })
  assert.equal(page.products.length, Math.min(page.count, 20))
  for (const product of page.products) {
    assert.ok(product.variants.length > 0, `${product.title} has variants`)
    for (const variant of product.variants) {
      assert.equal(typeof variant.calculated_price.calculated_amount, "number", `${product.title} has a price`)
      assert.equal(variant.calculated_price.currency_code, region.currency_code)
    }
  }
  return page
}

// Two articles that are counted and in stock, of two products where there are two.
function chooseTwo(products) {
  const inStock = (variant) => variant.manage_inventory && variant.inventory_quantity >= 5
  const found = products.flatMap((product) => product.variants.filter(inStock).sort(by("sku")).map((variant) => ({ product, variant })))
  const first = found[0]
  const second = found.find(({ product }) => product.id !== first?.product.id) ?? found[1]
  assert.ok(first && second, "two articles in stock")
  return [first, second]
}

async function open(sdk, region, { product: listed, variant }) {
  const { product } = await sdk.store.product.retrieve(listed.id, { region_id: region.id, fields: LIST })
  assert.equal(product.title, listed.title)
  assert.ok(product.options.length > 0 && product.options[0].values.length > 0, "options to choose from")
  const again = product.variants.find(({ id }) => id === variant.id)
  assert.equal(again.calculated_price.calculated_amount, variant.calculated_price.calculated_amount)
  assert.equal(again.inventory_quantity, variant.inventory_quantity)
}

async function fillCart(sdk, region, first, second) {
  const { cart: empty } = await sdk.store.cart.create({ region_id: region.id })
  assert.deepEqual([empty.region_id, empty.currency_code, empty.items.length, empty.total], [region.id, region.currency_code, 0, 0])
  await sdk.store.cart.createLineItem(empty.id, { variant_id: first.variant.id, quantity: 1 })
  const { cart: two } = await sdk.store.cart.createLineItem(empty.id, { variant_id: second.variant.id, quantity: 1 })
  const lineOf = (cart, { variant }) => cart.items.find((item) => item.variant_id === variant.id)
  assert.equal(two.items.length, 2)
  for (const each of [first, second]) {
    const line = lineOf(two, each)
    assert.deepEqual([line.quantity, line.unit_price], [1, each.variant.calculated_price.calculated_amount])
    assert.deepEqual([line.product_id, line.product_title], [each.product.id, each.product.title])
  }
  const { cart } = await sdk.store.cart.updateLineItem(empty.id, lineOf(two, first).id, { quantity: 3 })
  assert.deepEqual([lineOf(cart, first).quantity, lineOf(cart, second).quantity], [3, 1])
  await refused(400, () => sdk.store.cart.updateLineItem(cart.id, lineOf(cart, first).id, { quantity: 1_000_000 }))
  return cart
}

async function tellWhere(sdk, { id }, region, email) {
  const address = { ...HOME, city: "Paris", country_code: region.countries[0].iso_2 }
  const { cart } = await sdk.store.cart.update(id, { email, shipping_address: address, billing_address: { ...address, city: "Lyon" } })
  assert.deepEqual([cart.email, cart.shipping_address.city, cart.billing_address.city], [email, "Paris", "Lyon"])
  assert.ok(cart.tax_total > 0, "the address decides the tax")
  assert.equal(cart.total, cart.item_total)
}

async function chooseShipping(sdk, { id }) {
  const { shipping_options: options } = await sdk.store.fulfillment.listCartOptions({ cart_id: id })
  const option = options.find(({ price_type }) => price_type === "flat")
  assert.ok(option && option.amount > 0, "a flat rate to choose")
  const { cart } = await sdk.store.cart.addShippingMethod(id, { option_id: option.id })
  assert.equal(cart.shipping_methods.length, 1)
  assert.deepEqual([cart.shipping_methods[0].shipping_option_id, cart.shipping_methods[0].amount], [option.id, option.amount])
  assert.equal(cart.total, money(cart.item_total + cart.shipping_total))
  return option
}

async function pay(sdk, { id }, region) {
  const { payment_providers: providers } = await sdk.store.payment.listPaymentProviders({ region_id: region.id })
  assert.ok(providers.some((provider) => provider.id === "pp_system_default"))
  const { cart: unpaid } = await sdk.store.cart.retrieve(id)
  const { payment_collection: collection } = await sdk.store.payment.initiatePaymentSession(unpaid, { provider_id: "pp_system_default" })
  assert.equal(collection.payment_sessions.length, 1)
  const { cart } = await sdk.store.cart.retrieve(id)
  assert.deepEqual([cart.payment_collection.id, cart.payment_collection.amount, cart.total], [collection.id, unpaid.total, unpaid.total])
  return cart.total
}

async function buy(sdk, { id, items }, total, email) {
  const placed = await sdk.store.cart.complete(id)
  assert.equal(placed.type, "order", JSON.stringify(placed.error))
  const again = await sdk.store.cart.complete(id)
  assert.deepEqual([again.type, again.order.id], ["order", placed.order.id])
  const { order } = await sdk.store.order.retrieve(placed.order.id)
  assert.deepEqual([order.status, order.email, order.total], ["pending", email, total])
  assert.deepEqual([order.shipping_address.city, order.billing_address.city, order.shipping_methods.length], ["Paris", "Lyon", 1])
  assert.deepEqual([order.payment_collections[0].status, order.payment_collections[0].amount], ["authorized", total])
  const wanted = new Map(items.map((item) => [item.variant_id, item.quantity]))
  assert.equal(order.items.length, wanted.size)
  for (const item of order.items) assert.equal(item.quantity, wanted.get(item.variant_id))
  assert.equal(order.total, money(sum(order.items, (item) => item.total) + sum(order.shipping_methods, (method) => method.total)))
  const { order: asked } = await sdk.store.order.retrieve(order.id, { fields: "+payment_status,+fulfillment_status" })
  assert.deepEqual([asked.payment_status, asked.fulfillment_status, asked.total], ["authorized", "not_fulfilled", total])
  await refused(400, () => sdk.store.cart.createLineItem(id, { variant_id: items[0].variant_id, quantity: 1 }))
  return order
}

await main(import.meta.url, () => shop(storefront()))
