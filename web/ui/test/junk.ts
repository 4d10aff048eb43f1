// What a broken or hostile server may send, the same with every run.

/** A whole number below n, the next one of a fixed row. */
export type Numbers = (n: number) => number;

/** A row of numbers by its seed: a linear congruence, of which the upper bits are used. */
export function numbers(seed: number): Numbers {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/** Random bytes; every other message begins with a type that there is. */
export function junk(r: Numbers): Uint8Array {
  const b = Uint8Array.from({ length: r(8) === 0 ? r(20) : r(400) }, () => r(256));
  if (b.length > 0 && r(2) === 0) {
    b[0] = 1 + r(9);
  }
  return b;
}

/** A message with some bytes changed, cut, or longer than it should be. */
export function mutated(message: Uint8Array, r: Numbers): Uint8Array {
  const b = message.slice();
  for (let n = r(4); n >= 0; n--) {
    b[r(b.length)] = r(3) === 0 ? 255 : r(256);
  }
  switch (r(6)) {
    case 0:
      return b.subarray(0, r(b.length));
    case 1:
      return new Uint8Array([...b, ...junk(r)]);
  }
  return b;
}
