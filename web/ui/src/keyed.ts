// Lists whose elements stay while what they say changes: what is pointed at or has the
// focus must not be pulled away.

/**
 * Makes root hold one element for each key, in their order; elements of keys that were
 * there stay. While root is pointed at or has the focus the old order stays as well.
 */
export function keyed(root: HTMLElement, keys: readonly string[], make: (key: string) => HTMLElement, update: (e: HTMLElement, key: string) => void): void {
  const old = new Map([...root.children].map((e) => [(e as HTMLElement).dataset["item"] ?? "", e as HTMLElement]));
  const held = root.matches(":hover, :focus-within");
  const order = held ? [...[...old.keys()].filter((k) => keys.includes(k)), ...keys.filter((k) => !old.has(k))] : keys;
  const next = order.map((k) => {
    const e = old.get(k) ?? make(k);
    e.dataset["item"] = k;
    update(e, k);
    return e;
  });
  if (next.length !== root.children.length || next.some((e, i) => root.children[i] !== e)) {
    root.replaceChildren(...next);
  }
}
