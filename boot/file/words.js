// What the single file says before it is unpacked. Old-browser JavaScript.

export var WORDS = {
  en: {
    opening: "Opening the book…",
    cut: {
      title: "This file is not whole",
      text: "It ends before its end: it was not copied or downloaded completely. Have it copied to you once more.",
    },
    damaged: {
      title: "This file is damaged",
      text: "A part of it was changed on its way to you. Have it copied to you once more. If you opened it at a web address, ask for it as a download and open that from your disk.",
    },
  },
  fr: {
    opening: "Ouverture du livre…",
    cut: {
      title: "Ce fichier n’est pas entier",
      text: "Il s’arrête avant la fin : il n’a pas été copié ou téléchargé en entier. Faites-vous-le copier une nouvelle fois.",
    },
    damaged: {
      title: "Ce fichier est endommagé",
      text: "Une partie en a été modifiée en chemin. Faites-vous-le copier une nouvelle fois. Si vous l’avez ouvert à une adresse du web, demandez-le en téléchargement et ouvrez-le depuis votre disque.",
    },
  },
  es: {
    opening: "Abriendo el libro…",
    cut: {
      title: "Este archivo no está entero",
      text: "Termina antes de su final: no se copió o no se descargó por completo. Pida que se lo copien otra vez.",
    },
    damaged: {
      title: "Este archivo está dañado",
      text: "Una parte cambió por el camino. Pida que se lo copien otra vez. Si lo abrió en una dirección web, pida que se lo ofrezcan como descarga y ábralo desde su disco.",
    },
  },
  ar: {
    opening: "جارٍ فتح الكتاب…",
    cut: {
      title: "هذا الملف غير كامل",
      text: "ينتهي قبل نهايته: لم يُنسخ أو لم يُنزَّل كاملًا. اطلب نسخه إليك مرة أخرى.",
    },
    damaged: {
      title: "هذا الملف تالف",
      text: "تغيّر جزء منه في الطريق إليك. اطلب نسخه إليك مرة أخرى. وإن فتحته من عنوان على الويب فاطلب تنزيله ثم افتحه من القرص.",
    },
  },
};
