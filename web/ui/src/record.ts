// Records films: as shown, or every tick with nothing left out.

import { newFilm, type Film } from "./film.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { poster } from "./picture.js";
import type { Stage } from "./stage.js";

/** How to record. */
export interface Take {
  /** Pictures of the film. */
  readonly frames: number;
  /** Ticks between two pictures; 0 takes what is shown, as it comes. */
  readonly ticks: number;
}

/** Told of each picture; false ends the film early. */
export type Progress = (done: number, dropped: number) => boolean;

/** Longest wait for the picture of a tick [ms]. */
const PATIENCE = 20_000;
const BETWEEN = 1000 / 25;

export async function record(model: Model, stage: Stage, take: Take, progress: Progress): Promise<{ film: Blob; ending: string }> {
  const first = await poster(model, stage, 1);
  const film = await newFilm(first.width, first.height);
  await film.add(first);
  const shoot = take.ticks > 0 ? everyTick : asShown;
  await shoot(model, stage, take, film, progress);
  return { film: await film.end(), ending: film.ending };
}

/** Pictures in step with the wall clock; those for which there was no time are counted. */
async function asShown(model: Model, stage: Stage, take: Take, film: Film, progress: Progress): Promise<void> {
  const start = performance.now();
  let dropped = 0;
  for (let n = 1; n + dropped < take.frames; n++) {
    await until(start + (n + dropped) * BETWEEN);
    dropped += Math.max(0, Math.floor((performance.now() - start) / BETWEEN) - n - dropped);
    await film.add(await poster(model, stage, 1));
    if (!progress(n + dropped + 1, dropped)) {
      return;
    }
  }
}

/** Pauses the run and takes a picture after each step. */
async function everyTick(model: Model, stage: Stage, take: Take, film: Film, progress: Progress): Promise<void> {
  const ran = model.status?.paused === false;
  await model.link.command("pause");
  for (let n = 1; n < take.frames; n++) {
    const { tick } = await model.link.command("step", { n: take.ticks }); // the tick before the step
    await shown(model, tick + take.ticks);
    await film.add(await poster(model, stage, 1));
    if (!progress(n + 1, 0)) {
      break;
    }
  }
  if (ran) {
    await model.link.command("play");
  }
}

/** Waits until a picture of that tick is on the screen. */
async function shown(model: Model, tick: number): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (model.tiles.tick < tick) {
    if (performance.now() > end) {
      throw new Error(t("share.no-picture", { tick }));
    }
    await until(performance.now() + 10);
  }
}

function until(time: number): Promise<void> {
  return new Promise((resolve) => window.setTimeout(resolve, Math.max(0, time - performance.now())));
}
