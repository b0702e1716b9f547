// The entry of the player: only what a session needs. Every other page begins with app.js.

import { offline } from "./offline.js";
import "./elements/routine-player.js";

offline.start();
