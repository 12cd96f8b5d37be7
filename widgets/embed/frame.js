/* For pages around a frame with embed.html: gives each such frame the height of what it shows. Without it a frame keeps the height
   that the page gave it, and its content is scrolled inside. Only the frame's own page is believed: a message counts where it
   comes from the window and the origin of that frame's address. */
(function (document, window) {
  'use strict';
  var VERSION = 1; // of the messages; embed.js knows the same
  var MOST = 20000; // pixels; nothing that people read in a frame is higher

  function frames() {
    return [].slice.call(document.querySelectorAll('iframe[src*="embed.html"]'));
  }

  window.addEventListener('message', function (event) {
    var said = event.data;
    if (!said || said.daylight !== VERSION || !(said.height > 0 && said.height <= MOST)) return;
    frames().forEach(function (frame) {
      var url = new URL(frame.src, document.baseURI);
      if (frame.contentWindow != event.source || url.origin != event.origin || !/\/embed\.html$/.test(url.pathname)) return;
      var border = getComputedStyle(frame).boxSizing == 'border-box' ? frame.offsetHeight - frame.clientHeight : 0;
      frame.style.minHeight = '0';
      frame.style.height = Math.ceil(said.height) + border + 'px';
    });
  });

  // A frame that was there first has told its height already: ask again.
  frames().forEach(function (frame) {
    frame.contentWindow.postMessage({ daylight: VERSION }, '*');
  });
})(document, window);
