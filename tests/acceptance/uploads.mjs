// Files, as a back office keeps them: uploaded, looked up, put where the shop says, deleted.
import assert from "node:assert/strict"
import { refused } from "./client.mjs"

// A browser has this; Node does not, and the client looks whether it was given one.
globalThis.FileList ??= class FileList {}

const png = Buffer.from("89504e470d0a1a0a", "hex")

export async function keepFiles(sdk) {
  const { files } = await sdk.admin.upload.create({ files: [new File([png], "Red teapot.png", { type: "image/png" }), new File(["x"], "../x.html")] })
  assert.deepEqual(files.map(({ url }) => /-(red-teapot\.png|x\.html)$/.test(url)), [true, true])
  const { file } = await sdk.admin.upload.retrieve(files[0].id)
  assert.deepEqual(file, files[0])
  const shown = await fetch(new URL(new URL(file.url).pathname, process.env.BASE_URL))
  assert.deepEqual([shown.status, shown.headers.get("content-type")], [200, "image/png"])
  assert.deepEqual(Buffer.from(await shown.arrayBuffer()), png)
  const { deleted } = await sdk.admin.upload.delete(files[1].id)
  assert.equal(deleted, true)
  await refused(404, () => sdk.admin.upload.retrieve(files[1].id))
  await putWhereTold(sdk)
  return file.url
}

async function putWhereTold(sdk) {
  const announced = { originalname: "products.csv", mime_type: "text/csv", size: 4 }
  const place = await sdk.admin.upload.presignedUrl(announced)
  assert.deepEqual([place.originalname, place.mime_type, place.extension, place.size], ["products.csv", "text/csv", "csv", 4])
  assert.equal(place.url, "/admin/uploads")
  const sheet = new File(["Product Handle,Product Title\nsaucer,Saucer\n"], "products.csv", { type: "text/csv" })
  const told = await sdk.admin.product.createImport({ file: sheet }, {})
  assert.deepEqual(told.summary, { toCreate: 1, toUpdate: 0 })
}
