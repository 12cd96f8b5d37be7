// Runs before any script of a page: keeps every layout shift that no input explains, with what moved.
(() => {
  const kept = { total: 0, shifts: [] };
  const name = (node) => {
    if (!node) return '(removed)';
    const element = node.nodeType === 1 ? node : node.parentElement;
    return element ? element.localName + (element.id ? '#' + element.id : '') : node.nodeName;
  };
  const keep = (entries) => {
    for (const entry of entries) {
      if (entry.hadRecentInput) continue;
      kept.total += entry.value;
      kept.shifts.push(entry.value.toFixed(4) + ' ' + entry.sources.map((source) => name(source.node)).join(' '));
    }
  };
  const observer = new PerformanceObserver((list) => keep(list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  Object.defineProperty(window, 'layoutShiftsSeenByTheTest', {
    value: () => {
      keep(observer.takeRecords());
      return kept;
    },
  });
})();
