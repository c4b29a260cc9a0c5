// Written by `tidewheel constants`; do not edit.

export const Process = Object.freeze({
  authentication: "authentication",
});

export const Node = Object.freeze({
  END: "END",
  NODE_1: "NODE_1",
  NODE_2: "NODE_2",
  NODE_3: "NODE_3",
  NODE_4: "NODE_4",
  START: "START",
  XOR_dataSource: "XOR_dataSource",
  XOR_result: "XOR_result",
});

export const Variable = Object.freeze({
  dataSource: "dataSource",
  result: "result",
});
