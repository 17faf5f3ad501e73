/** Tells pages their own address, to come back to after signing in; the proxy sets it, whatever a client sent. */
export const pathHeader = "x-etlx-path";
/** The nonce of a page's scripts, set by the proxy; Next reads it from the policy, our own scripts from here. */
export const nonceHeader = "x-nonce";
