/** Life of a flow: seen one way only, both ways (TCP: handshake done), or ended by its transport. */
export type FlowState = 'new' | 'established' | 'closed';
