// The entry of every page but the player: starts the worker and the elements that any of them may hold.

import { offline } from "./offline.js";
import "./elements/install-help.js";
import "./elements/offline-status.js";
import "./elements/resume-session.js";
import "./elements/update-notice.js";

offline.start();
