// Being near, for the partner who broke trust: a worksheet, and above it two switches. Nothing here can be asked.

import { addSwitches } from "./switches.js";
import { mount } from "./worksheet.js";

export default {
  render({ model, el }) {
    const exercise = mount({ model, el });
    addSwitches(exercise);
    exercise.begin();
    return exercise.close;
  },
};
