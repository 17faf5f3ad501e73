/** Where connections may go. Addresses that serve a cloud's metadata are refused whatever this says. */
export interface NetworkPolicy {
  /** Private and loopback addresses that may be reached: all of them, or these host names and addresses only. */
  readonly privateHosts: "all" | readonly string[];
}
