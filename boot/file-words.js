// What the boot box says otherwise where the whole book is one file: there is no line, no server and nothing to fetch
// again. Old-browser JavaScript; the site's own boot script does not have it.

var FILE_WORDS = {
  en: {
    slow: { text: "The book is still being unpacked. A large one on a slow device can take a minute. If nothing comes, reload the page, or open the file in another browser." },
    failed: { text: "A part of the file is damaged, or this browser does not open it. Reload the page; if that does not help, have the file copied to you once more, or open it in another browser." },
    unsupported: { text: "This file needs WebAssembly and DecompressionStream: a browser of 2023 or later has both, unless they are turned off (as in a lockdown mode). Please open the file in another browser." },
    removed: { text: "Flags, drafts and settings are gone from this device. The file itself is where it was: whoever wants that gone, too, deletes it like any other file." },
    cut: {
      title: "This file is not whole",
      text: "It ends before its end: it was not copied or downloaded completely. Have it copied to you once more.",
    },
  },
  fr: {
    slow: { text: "Le livre est encore en cours de décompression. Sur un appareil lent, cela peut prendre une minute. Si rien ne vient, rechargez la page, ou ouvrez le fichier dans un autre navigateur." },
    failed: { text: "Une partie du fichier est endommagée, ou ce navigateur ne peut pas l’ouvrir. Rechargez la page ; si cela ne suffit pas, faites-vous copier le fichier une nouvelle fois, ou ouvrez-le dans un autre navigateur." },
    unsupported: { text: "Ce fichier a besoin de WebAssembly et de DecompressionStream : un navigateur de 2023 ou plus récent a les deux, sauf s’ils sont désactivés (par exemple en mode Isolement). Ouvrez le fichier dans un autre navigateur." },
    removed: { text: "Les signalements, les brouillons et les réglages ont été effacés de cet appareil. Le fichier lui-même est resté où il était : pour l’effacer aussi, supprimez-le comme tout autre fichier." },
    cut: {
      title: "Ce fichier n’est pas entier",
      text: "Il s’arrête avant la fin : il n’a pas été copié ou téléchargé en entier. Faites-vous-le copier une nouvelle fois.",
    },
  },
  es: {
    slow: { text: "El libro todavía se está descomprimiendo. En un dispositivo lento puede tardar un minuto. Si no aparece nada, recargue la página o abra el archivo en otro navegador." },
    failed: { text: "Una parte del archivo está dañada o este navegador no lo puede abrir. Recargue la página; si no sirve, pida que le copien el archivo otra vez o ábralo en otro navegador." },
    unsupported: { text: "Este archivo necesita WebAssembly y DecompressionStream: un navegador de 2023 o posterior tiene ambos, salvo que estén desactivados (por ejemplo, en modo de aislamiento). Abra el archivo en otro navegador." },
    removed: { text: "Los avisos, los borradores y los ajustes se han borrado de este dispositivo. El archivo sigue donde estaba: quien quiera borrarlo también, lo elimina como cualquier otro archivo." },
    cut: {
      title: "Este archivo no está entero",
      text: "Termina antes de su final: no se copió o no se descargó por completo. Pida que se lo copien otra vez.",
    },
  },
  ar: {
    slow: { text: "ما زال الكتاب يُفك ضغطه، وقد يستغرق ذلك دقيقة على جهاز بطيء. إن لم يظهر شيء فأعد تحميل الصفحة أو افتح الملف في متصفح آخر." },
    failed: { text: "جزء من الملف تالف، أو لا يستطيع هذا المتصفح فتحه. أعد تحميل الصفحة، وإن لم يُجدِ ذلك فاطلب نسخ الملف إليك مرة أخرى أو افتحه في متصفح آخر." },
    unsupported: { text: "يحتاج هذا الملف إلى WebAssembly وDecompressionStream، وهما متوفران في متصفحات عام 2023 وما بعده ما لم يُعطَّلا (كما في وضع التأمين). يرجى فتح الملف في متصفح آخر." },
    removed: { text: "أُزيلت التنبيهات والمسودات والإعدادات من هذا الجهاز. أما الملف نفسه فباقٍ في مكانه: من أراد إزالته أيضًا فليحذفه كأي ملف آخر." },
    cut: {
      title: "هذا الملف غير كامل",
      text: "ينتهي قبل نهايته: لم يُنسخ أو لم يُنزَّل كاملًا. اطلب نسخه إليك مرة أخرى.",
    },
  },
};

// The words of a language with those of a file in their place.
export function inFile(words) {
  var own = FILE_WORDS[words.lang];
  Object.keys(own).forEach(function (key) {
    if (!words[key]) words[key] = {};
    Object.keys(own[key]).forEach(function (name) {
      words[key][name] = own[key][name];
    });
  });
  return words;
}
