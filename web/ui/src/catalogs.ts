// The catalogs of texts, one file for each area of the page. Scenarios bring their own
// words in English.

import enChrome from "../../../assets/i18n/en/chrome.json";
import enNames from "../../../assets/i18n/en/names.json";
import enPanels from "../../../assets/i18n/en/panels.json";
import enCell from "../../../assets/i18n/en/cell.json";
import enTime from "../../../assets/i18n/en/time.json";
import enTools from "../../../assets/i18n/en/tools.json";
import enShare from "../../../assets/i18n/en/share.json";
import enPicture from "../../../assets/i18n/en/picture.json";
import enStates from "../../../assets/i18n/en/states.json";
import enBody from "../../../assets/i18n/en/body.json";
import deChrome from "../../../assets/i18n/de/chrome.json";
import deNames from "../../../assets/i18n/de/names.json";
import dePanels from "../../../assets/i18n/de/panels.json";
import deCell from "../../../assets/i18n/de/cell.json";
import deTime from "../../../assets/i18n/de/time.json";
import deTools from "../../../assets/i18n/de/tools.json";
import deShare from "../../../assets/i18n/de/share.json";
import dePicture from "../../../assets/i18n/de/picture.json";
import deScenarios from "../../../assets/i18n/de/scenarios.json";
import deStates from "../../../assets/i18n/de/states.json";
import deBody from "../../../assets/i18n/de/body.json";

export const catalogs = {
  en: { ...enChrome, ...enNames, ...enPanels, ...enCell, ...enTime, ...enTools, ...enShare, ...enPicture, ...enStates, ...enBody },
  de: { ...deChrome, ...deNames, ...dePanels, ...deCell, ...deTime, ...deTools, ...deShare, ...dePicture, ...deStates, ...deBody, ...deScenarios },
} as const;
