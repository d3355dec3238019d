// error BW110 (no line) threw "survived"
// Views of memory that is taken away while it is used.
const buffer: any = new ArrayBuffer(8, { maxByteLength: 1e6 } as any)
const view = new Uint8Array(buffer)
buffer.resize(1e6)
view.fill(1, { valueOf: () => (buffer.resize(4), 0) } as any, 1e6)
const moved = new Uint8Array(1e6)
moved.sort(() => ((moved.buffer as any).transfer(), 1))
const list = [3, 2, 1]
list.sort(() => ((list.length = 0), 1))
const map = new Map([[1, 1]])
for (const [key] of map) map.delete(key), map.size < 1000 && map.set(key + 1, 1), map.size > 0 && key > 1e4 && map.clear()
throw 'survived'
