/** The build `dist/gestand.js`. The build wraps it in a function that takes the edition; see `build.mjs`. */

import { start } from "./banner";
import type { Edition } from "./edition";

declare const edition: Edition;

start(edition);
