mod odd;
