// What the boot box says, before there is an app to say it. Old-browser JavaScript.

var WORDS = {
  en: {
    opening: "Opening the book…",
    slow: {
      title: "This takes longer than usual",
      text: "The app is still loading. On a slow line that can take a minute. If nothing comes, reload the page; if that does not help either, reset the app.",
    },
    failed: {
      title: "The app did not start",
      text: "A part of it is missing or does not fit the rest. Reload the page first; if that does not help, reset the app.",
    },
    stopped: {
      title: "The app has stopped",
      text: "Something went wrong inside it. What you flagged or wrote is kept on this device; to go on, reload the page.",
    },
    unsupported: {
      title: "This browser cannot open the book",
      text: "Pledgebook needs WebAssembly, which this browser does not have or has turned off (as in a lockdown mode). Please allow it for this page, or open the page in another browser.",
    },
    removed: {
      title: "Everything was removed",
      text: "Nothing of this book is left on this device. You can close this page; to read again, open it anew.",
      partly: "Not everything could be removed",
      again: "Please close all other pages of this book and try again.",
    },
    reload: "Reload",
    reloading: "Reloading…",
    reset: "Reset the app, keep my flags",
    resetMeans: "A reset fetches the app and the copy of the pledges again. What you flagged or wrote stays on this device.",
    resetting: "Resetting…",
    offline: "The server does not answer, so nothing was reset: the app could not be fetched again. Please try once you are online.",
    details: "Details",
    copyDetails: "Copy details",
    copied: "Copied",
    feed: "The pledges can also be read as data:",
    publisher: "Published by",
  },
  fr: {
    opening: "Ouverture du livre…",
    slow: {
      title: "C’est plus long que d’habitude",
      text: "L’application est encore en cours de chargement. Sur une ligne lente, cela peut prendre une minute. Si rien ne vient, rechargez la page ; si cela ne suffit pas, réinitialisez l’application.",
    },
    failed: {
      title: "L’application n’a pas démarré",
      text: "Il en manque une partie, ou une partie ne va pas avec les autres. Rechargez d’abord la page ; si cela ne suffit pas, réinitialisez l’application.",
    },
    stopped: {
      title: "L’application s’est arrêtée",
      text: "Une erreur s’est produite. Ce que vous avez signalé ou écrit est conservé sur cet appareil ; pour continuer, rechargez la page.",
    },
    unsupported: {
      title: "Ce navigateur ne peut pas ouvrir le livre",
      text: "Pledgebook a besoin de WebAssembly, que ce navigateur n’a pas ou qui y est désactivé (par exemple en mode Isolement). Autorisez-le pour cette page, ou ouvrez la page dans un autre navigateur.",
    },
    removed: {
      title: "Tout a été effacé",
      text: "Il ne reste rien de ce livre sur cet appareil. Vous pouvez fermer cette page ; pour lire à nouveau, rouvrez-la.",
      partly: "Tout n’a pas pu être effacé",
      again: "Fermez toutes les autres pages de ce livre et réessayez.",
    },
    reload: "Recharger",
    reloading: "Rechargement…",
    reset: "Réinitialiser l’application, garder mes signalements",
    resetMeans: "L’application et la copie des engagements seront téléchargées à nouveau. Ce que vous avez signalé ou écrit reste sur cet appareil.",
    resetting: "Réinitialisation…",
    offline: "Le serveur ne répond pas, et rien n’a été réinitialisé : l’application n’aurait pas pu être téléchargée à nouveau. Réessayez une fois en ligne.",
    details: "Détails",
    copyDetails: "Copier les détails",
    copied: "Copié",
    feed: "Les engagements se lisent aussi sous forme de données :",
    publisher: "Publié par",
  },
  es: {
    opening: "Abriendo el libro…",
    slow: {
      title: "Tarda más de lo habitual",
      text: "La aplicación se sigue cargando. Con una conexión lenta puede tardar un minuto. Si no aparece nada, recargue la página; si tampoco sirve, restablezca la aplicación.",
    },
    failed: {
      title: "La aplicación no se ha iniciado",
      text: "Falta una parte o una parte no encaja con las demás. Recargue primero la página; si no sirve, restablezca la aplicación.",
    },
    stopped: {
      title: "La aplicación se ha detenido",
      text: "Se ha producido un error interno. Lo que usted haya señalado o escrito se conserva en este dispositivo; para continuar, recargue la página.",
    },
    unsupported: {
      title: "Este navegador no puede abrir el libro",
      text: "Pledgebook necesita WebAssembly, que este navegador no tiene o tiene desactivado (por ejemplo, en modo de aislamiento). Permítalo para esta página o ábrala en otro navegador.",
    },
    removed: {
      title: "Se ha borrado todo",
      text: "No queda nada de este libro en este dispositivo. Puede cerrar esta página; para volver a leer, ábrala de nuevo.",
      partly: "No se ha podido borrar todo",
      again: "Cierre todas las demás páginas de este libro e inténtelo de nuevo.",
    },
    reload: "Recargar",
    reloading: "Recargando…",
    reset: "Restablecer la aplicación y conservar mis avisos",
    resetMeans: "La aplicación y la copia de las promesas se descargarán de nuevo. Lo que usted haya señalado o escrito se queda en este dispositivo.",
    resetting: "Restableciendo…",
    offline: "El servidor no responde y no se ha restablecido nada: no se habría podido descargar de nuevo la aplicación. Inténtelo cuando tenga conexión.",
    details: "Detalles",
    copyDetails: "Copiar los detalles",
    copied: "Copiado",
    feed: "Las promesas también se pueden leer como datos:",
    publisher: "Publicado por",
  },
  ar: {
    opening: "جارٍ فتح الكتاب…",
    slow: {
      title: "يستغرق هذا وقتًا أطول من المعتاد",
      text: "ما زال التطبيق قيد التحميل، وقد يستغرق ذلك دقيقة على اتصال بطيء. إن لم يظهر شيء فأعد تحميل الصفحة، وإن لم يُجدِ ذلك فأعد ضبط التطبيق.",
    },
    failed: {
      title: "لم يبدأ التطبيق",
      text: "جزء منه ناقص أو لا يتوافق مع بقية الأجزاء. أعد تحميل الصفحة أولًا، وإن لم يُجدِ ذلك فأعد ضبط التطبيق.",
    },
    stopped: {
      title: "توقّف التطبيق",
      text: "حدث خطأ داخل التطبيق. ما نبّهتَ إليه أو كتبتَه محفوظ على هذا الجهاز؛ للمتابعة أعد تحميل الصفحة.",
    },
    unsupported: {
      title: "لا يستطيع هذا المتصفح فتح الكتاب",
      text: "يحتاج Pledgebook إلى WebAssembly، وهو غير متوفر في هذا المتصفح أو معطّل فيه (كما في وضع التأمين). يرجى السماح به لهذه الصفحة أو فتحها في متصفح آخر.",
    },
    removed: {
      title: "أُزيل كل شيء",
      text: "لم يبقَ شيء من هذا الكتاب على هذا الجهاز. يمكنك إغلاق هذه الصفحة، وللقراءة من جديد افتحها مرة أخرى.",
      partly: "تعذّرت إزالة كل شيء",
      again: "أغلق جميع صفحات هذا الكتاب الأخرى وحاول مرة أخرى.",
    },
    reload: "إعادة التحميل",
    reloading: "جارٍ إعادة التحميل…",
    reset: "إعادة ضبط التطبيق مع الاحتفاظ بتنبيهاتي",
    resetMeans: "سيُعاد تنزيل التطبيق ونسخة التعهدات. ويبقى على هذا الجهاز كل ما نبّهتَ إليه أو كتبتَه.",
    resetting: "جارٍ إعادة الضبط…",
    offline: "الخادم لا يجيب، ولم يُعَد ضبط أي شيء لأن التطبيق لا يمكن تنزيله من جديد الآن. حاول مرة أخرى عند توفر الاتصال.",
    details: "التفاصيل",
    copyDetails: "نسخ التفاصيل",
    copied: "تم النسخ",
    feed: "يمكن أيضًا قراءة التعهدات كبيانات:",
    publisher: "الناشر:",
  },
};

// What is said in a language: another one's is English.
export function wordsIn(lang) {
  return WORDS[lang] || WORDS.en;
}
