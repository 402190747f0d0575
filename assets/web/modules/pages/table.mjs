document.body.append('科签');
