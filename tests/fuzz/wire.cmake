# Everything that reads bytes from outside in wire. One program a reader, named as its corpus.
foreach(reader json pass enrolment_string enrolment_request enrolment_answer upload upload_answer
        configuration error_answer parcel part)
  keqian_fuzzer(fuzz_${reader} SOURCES ${CMAKE_CURRENT_LIST_DIR}/fuzz_${reader}.cpp LINK wire)
endforeach()
