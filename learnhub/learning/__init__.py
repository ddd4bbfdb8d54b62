"""Taking a course: its pages, marking a module done, the check, tasks, why it is not complete, the certificate."""
