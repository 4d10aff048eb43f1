// The moving pictures of the gallery: real runs of the scenarios, which the server makes a
// turn at a time. What can be seen is asked for first; a long film lets the others pass.

/** Pictures of a frame's width in its height: strips are frames of this form side by side. */
const FORM = 16 / 9;

interface Reel {
  readonly scenario: string;
  readonly strip: HTMLElement;
  /** Whether it is what runs now. */
  readonly current: boolean;
  frames: number;
  turns: number;
  done: boolean;
}

/** Brings the films of strips, in which data-scenario says which, for as long as the dialog is open. */
export async function films(strips: readonly HTMLElement[], current: string, dialog: HTMLDialogElement): Promise<void> {
  const reels = strips.map((strip): Reel => {
    const scenario = strip.dataset["scenario"] ?? "";
    return { scenario, strip, current: scenario === current, frames: 0, turns: 0, done: false };
  });
  for (let r = next(reels); r !== undefined && dialog.open; r = next(reels)) {
    await more(r);
  }
}

/** The reel to ask for: one that is seen, that had the fewest turns, of what runs now. */
function next(reels: readonly Reel[]): Reel | undefined {
  const [seen, other] = [(r: Reel): number => (visible(r.strip) ? 0 : 1), (r: Reel): number => (r.current ? 0 : 1)];
  return reels.filter((r) => !r.done).sort((a, b) => seen(a) - seen(b) || a.turns - b.turns || other(a) - other(b))[0];
}

function visible(e: HTMLElement): boolean {
  const { top, bottom } = e.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

/** Shows what there is of a film by now. */
async function more(r: Reel): Promise<void> {
  const url = `/film?scenario=${encodeURIComponent(r.scenario)}&frames=${r.frames}`;
  r.turns++;
  const answer = await fetch(url).catch(() => null);
  r.done = answer?.ok !== true || answer.headers.get("Marrow-Complete") === "true";
  if (answer?.status === 200) {
    await answer.blob(); // from here on the browser has it
    await show(r, url);
  }
}

async function show(r: Reel, url: string): Promise<void> {
  const picture = new Image();
  picture.src = url;
  await picture.decode().catch(() => undefined);
  r.frames = Math.round(picture.naturalWidth / Math.max(1, picture.naturalHeight) / FORM);
  if (r.frames > 0) {
    r.strip.classList.add("there");
    r.strip.style.setProperty("--frames", String(r.frames));
    r.strip.style.setProperty("--steps", String(Math.max(1, r.frames - 1)));
    r.strip.style.backgroundImage = `url("${url}")`;
  }
}
