/** How many rows each table of the shop has for a number of orders. */
export interface ShopSize {
  readonly customers: number;
  /** Rows of customers: some come twice. */
  readonly customerRows: number;
  readonly addresses: number;
  readonly products: number;
  readonly orders: number;
  readonly messages: number;
}

// Fewer customers than this, and hardly any class of like people has five.
const leastCustomers = 2_000;
// The same of those who wrote.
const leastMessages = 2_000;
const repeatedShare = 0.015;

export function shopSize(orders: number): ShopSize {
  const customers = Math.max(leastCustomers, Math.ceil(orders / 5));
  return {
    customers,
    customerRows: customers + Math.ceil(customers * repeatedShare),
    addresses: Math.ceil(customers * 1.2),
    products: Math.min(20_000, Math.max(200, Math.ceil(orders / 50))),
    orders,
    messages: Math.max(leastMessages, Math.ceil(orders / 4)),
  };
}
