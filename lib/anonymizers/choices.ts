/**
 * Where each distinct value gets one of its own, there are to be so many times more to choose from: fewer, and what is
 * published tells which values are not there.
 */
export const choicesPerValue = 10;
