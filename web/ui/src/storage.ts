// What the browser keeps for this page: beyond its life, and with its tab. In a frame of
// another site, and where people forbid it, nothing is kept and the page goes on all the same.

/** A store of texts by name. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Kept until somebody clears it. */
export const kept: Store = allowed(() => localStorage);

/** Kept with the tab. */
export const keptInTab: Store = allowed(() => sessionStorage);

/** The browser's own store, or one that ends with the page. */
function allowed(own: () => Storage): Store {
  try {
    const store = own();
    store.getItem("");
    return store;
  } catch {
    const texts = new Map<string, string>();
    return {
      getItem: (name) => texts.get(name) ?? null,
      setItem: (name, text) => void texts.set(name, text),
      removeItem: (name) => void texts.delete(name),
    };
  }
}
