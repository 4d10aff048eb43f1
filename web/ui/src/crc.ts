// CRC-32C (Castagnoli), the checksum of tiles.

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) {
    c = c & 1 ? (c >>> 1) ^ 0x82f63b78 : c >>> 1;
  }
  return c;
});

export function crc32c(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const b of bytes) {
    c = (c >>> 8) ^ (table[(c ^ b) & 255] as number);
  }
  return (c ^ 0xffffffff) >>> 0;
}
