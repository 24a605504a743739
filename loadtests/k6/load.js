export {};
//# sourceMappingURL=load.js.map
