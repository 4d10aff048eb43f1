// Puts the page together.

import { Actions } from "./actions.js";
import { Aim } from "./aim.js";
import { basics } from "./basics.js";
import { bodyCard } from "./body.js";
import type { Comparison } from "./comparison.js";
import { singleCells } from "./cell.js";
import { byId } from "./dom.js";
import { Folds } from "./folds.js";
import { buttons, header } from "./header.js";
import { hello } from "./hello.js";
import { helpPage } from "./help.js";
import type { Individuals } from "./individuals.js";
import { language, locale, translate } from "./i18n.js";
import { listenKeys } from "./keys.js";
import { Model } from "./model.js";
import { DepthSwitch } from "./depthswitch.js";
import { panels } from "./panels.js";
import { coloring, PaletteMenu } from "./palettemenu.js";
import { pointing } from "./pointer.js";
import { showStates } from "./says.js";
import { settings } from "./settings.js";
import { settingsPage } from "./settingspage.js";
import { Stage } from "./stage.js";
import { sharing } from "./sharing.js";
import { States } from "./states.js";
import { timeView } from "./timeview.js";
import type { Travel } from "./travel.js";
import { Tools } from "./tools.js";
import { viewCards } from "./view.js";
import { watchStates } from "./watch.js";

const options = new URLSearchParams(location.hash.slice(1));
const socket = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live`;
const near = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);

document.documentElement.lang = language === "pseudo" ? "en-XA" : locale();
translate(document);
const actions = new Actions();
const states = new States();
settingsPage(actions);
const model = new Model(socket, near);
const plain = options.get("draw") === "flat";
const stage = new Stage(model, plain);
hello(model, actions); // before the tools: Escape closes what was opened later first
const aim = new Aim(model, stage, byId("stage"));
actions.on("brush-smaller", () => aim.resize(-1));
actions.on("brush-larger", () => aim.resize(1));
const tools = new Tools(model, states, aim);
new Folds(actions);
header(model);
showStates(states);
watchStates(states, model, stage, actions);
viewCards(stage, model);
bodyCard(model, actions);
pointing(stage, model, tools, actions);
basics(actions, model, stage, tools);
const { travel, comparison } = timeView(model, stage, actions, states, plain);
panels(model, stage, actions);
const bookmark = sharing(model, stage, actions, states, async (tick) => {
  if (tick <= travel.end) {
    travel.goto(tick);
  } else {
    await model.link.command("step", { n: tick - travel.end });
  }
});
const palettes = new PaletteMenu(model, stage);
actions.on("palette", (shift) => (shift ? palettes.toggle() : palettes.next()));
bookmark.add(coloring(model));
const depth = new DepthSwitch(model, stage, plain);
actions.on("clear3d", () => depth.toggle());
const cells = singleCells(model, stage, actions, (tick) => travel.goto(tick), bookmark);
helpPage(actions, model);
// The actions of all parts are known from here on.
buttons(actions);
listenKeys(actions, () => settings.all);
model.link.connect();

// Tests and the curious look in here.
declare global {
  interface Window {
    marrow: { model: Model; stage: Stage; actions: Actions; states: States; travel: Travel; comparison: Comparison; depth: DepthSwitch; cells: Individuals };
  }
}
window.marrow = { model, stage, actions, states, travel, comparison, depth, cells };
