/** The build `dist/gestand.js`: a function that takes the edition. */

import { start } from "./banner";

export default start;
