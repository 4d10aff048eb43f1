// Puts the page together.

import { Actions, basics, listenKeys } from "./actions.js";
import { bloodPanel } from "./blood.js";
import { chartPanel } from "./charts.js";
import { byId } from "./dom.js";
import { header } from "./header.js";
import { herePanel } from "./here.js";
import { Model } from "./model.js";
import { DepthSwitch } from "./depthswitch.js";
import { coloring, PaletteMenu } from "./palettemenu.js";
import { pointing } from "./pointer.js";
import { Stage } from "./stage.js";
import { sharing } from "./sharing.js";
import { States } from "./states.js";
import { timeline } from "./timeline.js";
import { Tools } from "./tools.js";
import { Transport } from "./transport.js";
import { Tree } from "./tree.js";
import { viewCards } from "./view.js";

const options = new URLSearchParams(location.hash.slice(1));
const socket = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live`;
const near = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);

const model = new Model(socket, near);
const stage = new Stage(model, options.get("draw") === "flat");
const transport = new Transport(model);
const tools = new Tools(model);
const actions = new Actions();
const states = new States();
header(model);
viewCards(stage, model);
pointing(stage, model);
bloodPanel(model);
chartPanel(model);
herePanel(model, stage);
timeline(model);
new Tree(model, stage);
byId("help-button").addEventListener("click", () => actions.run("help"));
basics(actions, model, stage, transport, tools);
const bookmark = sharing(model, stage, actions, async (tick) => {
  await model.link.command("step", { n: tick - model.tick });
});
const palettes = new PaletteMenu(model, stage);
actions.on("palette", (shift) => (shift ? palettes.toggle() : palettes.next()));
bookmark.add(coloring(model));
const depth = new DepthSwitch(model, stage, options.get("draw") === "flat");
actions.on("clear3d", () => depth.toggle());
listenKeys(actions);
noticeNewBuild(model);
model.link.connect();

/** A server that was built anew has a newer page. */
function noticeNewBuild(m: Model): void {
  const own = document.querySelector<HTMLMetaElement>("meta[name=marrow-build]")?.content;
  m.bus.on(["welcome"], () => {
    if (m.welcome !== null && m.welcome.ui !== "" && m.welcome.ui !== own) {
      m.say("This page is older than the server: reload it");
    }
  });
}

// Tests and the curious look in here.
declare global {
  interface Window {
    marrow: { model: Model; stage: Stage; actions: Actions; states: States; depth: DepthSwitch };
  }
}
window.marrow = { model, stage, actions, states, depth };
