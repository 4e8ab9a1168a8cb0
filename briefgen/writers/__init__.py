"""Writers: a document and its styles to the bytes of one format."""
