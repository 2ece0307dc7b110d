'use strict';
(() => {
  const maps = [...document.querySelectorAll('.map')];
  const show = () => {
    const wanted = maps.find(map => map.id === location.hash.slice(1)) || maps[0];
    maps.forEach(map => { map.hidden = map !== wanted; });
  };
  addEventListener('hashchange', show);
  show();
})();
