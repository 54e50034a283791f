/** The build `dist/gestand-strict.js`: the same, and strict mode. One file, so that it is still one request. */

import { start } from "./banner";
import type { Edition } from "./edition";
import { guard } from "./strict";

declare const edition: Edition;

start(edition, guard);
