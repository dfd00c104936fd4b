// An admin: finds the shopper's order, sends the parcel, takes the money, and sees the stock gone down.
import assert from "node:assert/strict"
import { backOffice, main, sum } from "./client.mjs"

const WHOLE = "+email,+currency_code,+payment_status,+fulfillment_status,*fulfillments,*fulfillments.items,*fulfillments.labels"

export async function handle(sdk, { orderId, email }) {
  await find(sdk, orderId, email)
  const { order } = await sdk.admin.order.retrieve(orderId, { fields: WHOLE })
  assert.deepEqual([order.payment_status, order.fulfillment_status, order.fulfillments.length], ["authorized", "not_fulfilled", 0])
  const before = await stockOf(sdk, order)
  assert.equal(before.reservations, order.items.length)

  const parcel = await fulfil(sdk, order, before.location)
  const shipped = await ship(sdk, order, parcel)
  const paid = await capture(sdk, shipped)

  const after = await stockOf(sdk, order, before)
  assert.equal(after.reservations, 0)
  const moved = order.items.map(({ id, variant_sku: sku, quantity }) => {
    const [was, is] = [before.levels[id], after.levels[id]]
    assert.deepEqual([was.stocked_quantity - is.stocked_quantity, was.reserved_quantity - is.reserved_quantity], [quantity, quantity], sku)
    assert.equal(is.available_quantity, was.available_quantity, "what was reserved was not on sale any more")
    return { sku, quantity, stocked: [was.stocked_quantity, is.stocked_quantity], reserved: [was.reserved_quantity, is.reserved_quantity] }
  })
  return { order: order.id, display_id: order.display_id, payment_status: paid.payment_status, fulfillment_status: paid.fulfillment_status, total: paid.total, moved }
}

async function find(sdk, orderId, email) {
  const fields = "id,display_id,email,status,total,payment_status,fulfillment_status,created_at"
  const { orders } = await sdk.admin.order.list({ q: email, order: "-created_at", limit: 20, fields })
  const found = orders.find(({ id }) => id === orderId)
  assert.ok(found, `the order of ${email}`)
  assert.deepEqual([found.email, found.status, found.payment_status, found.fulfillment_status], [email, "pending", "authorized", "not_fulfilled"])
}

// By the line's id: what its article's level is at the place where it was reserved, and how many reservations the order has left.
async function stockOf(sdk, order, known) {
  const lines = order.items.map(({ id }) => id)
  const { reservations, count } = await sdk.admin.reservation.list({ line_item_id: lines })
  const places = known?.places ?? reservations.map(({ line_item_id: line, inventory_item_id: item, location_id: location }) => ({ line, item, location }))
  const levels = {}
  for (const { line, item, location } of places) {
    const { inventory_levels: found } = await sdk.admin.inventoryItem.listLevels(item, { location_id: [location] })
    assert.equal(found.length, 1)
    levels[line] = found[0]
    const { inventory_item: whole } = await sdk.admin.inventoryItem.retrieve(item)
    assert.equal(whole.stocked_quantity, sum(whole.location_levels, (level) => level.stocked_quantity))
  }
  return { reservations: count, places, levels, location: places[0].location }
}

async function fulfil(sdk, { id, items }, location) {
  await sdk.admin.order.createFulfillment(id, { items: items.map((item) => ({ id: item.id, quantity: item.quantity })), location_id: location })
  const { order } = await sdk.admin.order.retrieve(id, { fields: WHOLE })
  assert.deepEqual([order.fulfillment_status, order.fulfillments.length], ["fulfilled", 1])
  const [parcel] = order.fulfillments
  assert.equal(parcel.items.length, items.length)
  assert.ok(parcel.packed_at)
  assert.equal(parcel.shipped_at, null)
  for (const item of order.items) assert.equal(item.detail.fulfilled_quantity, item.quantity)
  return parcel
}

async function ship(sdk, { id, items }, parcel) {
  const label = { tracking_number: "1Z999", tracking_url: "https://parcels.example.com/1Z999", label_url: "https://parcels.example.com/1Z999.pdf" }
  const sent = items.map((item) => ({ id: item.id, quantity: item.quantity }))
  await sdk.admin.order.createShipment(id, parcel.id, { items: sent, labels: [label] })
  const { order } = await sdk.admin.order.retrieve(id, { fields: WHOLE })
  assert.equal(order.fulfillment_status, "shipped")
  assert.ok(order.fulfillments[0].shipped_at)
  assert.equal(order.fulfillments[0].labels[0].tracking_number, "1Z999")
  for (const item of order.items) assert.equal(item.detail.shipped_quantity, item.quantity)
  return order
}

async function capture(sdk, { id, total, payment_collections: [collection] }) {
  assert.equal(collection.payments.length, 1)
  const [held] = collection.payments
  assert.deepEqual([held.amount, held.captured_at], [total, null])
  const { payment } = await sdk.admin.payment.capture(held.id, {})
  assert.ok(payment.captured_at)
  const { order } = await sdk.admin.order.retrieve(id, { fields: WHOLE })
  assert.deepEqual([order.payment_status, order.fulfillment_status], ["captured", "shipped"])
  const [taken] = order.payment_collections
  assert.deepEqual([taken.status, taken.captured_amount, order.summary.paid_total], ["completed", total, total])
  return order
}

await main(import.meta.url, async () => handle(await backOffice(), { orderId: process.env.ORDER_ID, email: process.env.ORDER_EMAIL }))
