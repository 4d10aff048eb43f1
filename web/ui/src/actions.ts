// What can be done. The one table of actions is assets/actions.json; keys, help, menus
// and tests are made from it.

import table from "../../../assets/actions.json";

export interface Action {
  readonly id: string;
  /** As KeyboardEvent.key has them, after "Ctrl+" and "Shift+". */
  readonly keys: readonly string[];
  readonly group: string;
  /** Keys of texts: what it does, and how by mouse and by touch. */
  readonly label: string;
  readonly mouse?: string;
  readonly touch?: string;
  /** Works only while the picture has the focus, or nothing has: other parts of the page use the same keys. */
  readonly scope?: "picture";
  /** Who may do it, if not everybody. */
  readonly role?: "driver";
  /** The view that has it, if not both. */
  readonly skin?: "page" | "window";
}

/** The actions that a page can have. */
export const ACTIONS: readonly Action[] = (table.actions as readonly Action[]).filter((a) => a.skin !== "window");

export type Does = (shift: boolean) => void;

/** What each action does. Every part of the page says what its own actions do. */
export class Actions {
  private readonly does = new Map<string, Does>();
  private readonly closers: (() => boolean)[] = [];

  /** Says what the action with this id of the table does. */
  on(id: string, f: Does): void {
    if (!ACTIONS.some((a) => a.id === id)) {
      throw new Error(`there is no action ${id}`);
    }
    this.does.set(id, f);
  }

  /**
   * Says what Escape does while there is something to close: f closes it, or returns false
   * if there was nothing. What was said last is asked first.
   */
  onClose(f: () => boolean): void {
    this.closers.unshift(f);
  }

  /** Closes the topmost thing; false if nothing was open. */
  close(): boolean {
    return this.closers.some((f) => f());
  }

  /** Actions of the table that nothing is known of. */
  get missing(): readonly string[] {
    return ACTIONS.map((a) => a.id).filter((id) => !this.does.has(id));
  }

  knows(id: string): boolean {
    return this.does.has(id);
  }

  /** Does the action; false if nothing is known of it. */
  run(id: string, shift = false): boolean {
    const f = this.does.get(id);
    f?.(shift);
    return f !== undefined;
  }
}
